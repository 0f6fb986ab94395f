"""The engines behind the port. Only `live.py` opens them."""
