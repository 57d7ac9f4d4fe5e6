"""What a programme looks at beyond one year, each factor for itself. Each way ends in a plan as any other, so that five numbers make every amount."""
