"""What a bulletin says, in no format yet."""
