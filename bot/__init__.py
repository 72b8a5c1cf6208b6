"""Stay on the Line: keeps the pact of two people who hold each other to one thing a day."""
