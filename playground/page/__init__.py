"""Two phones and their group on a page, with a clock to wind: `python -m playground.page`."""
