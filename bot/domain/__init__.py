"""What the technique is: frozen values and pure functions, with nothing but the standard library."""
