"""Where everything is kept: SQLAlchemy Core on an async engine. No row leaves this folder."""
