"""How alembic reaches the database: through a connection that `bot.db.migrating` hands over, within its transaction."""

from alembic import context

from bot.db.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
