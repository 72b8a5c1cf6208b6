"""What a person or the clock can do: one function per verb, each within a transaction that its caller owns."""
