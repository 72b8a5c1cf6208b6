"""Write the matrix into docs/who-may.md."""

from tests.who_may.matrix import page
from tests.who_may.test_matrix import PAGE

PAGE.write_text(page(), encoding="utf-8")
