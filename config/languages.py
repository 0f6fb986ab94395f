"""The two languages of the product."""

LANGUAGES = [("en", "English"), ("fr", "Français")]
