"""The pages of requests for advice."""
