"""The engines behind the port. Only the port opens them."""
