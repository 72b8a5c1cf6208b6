"""What people hear unasked, counted."""
