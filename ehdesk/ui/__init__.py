"""What the worker sees. Qt lives here and in app.py."""
