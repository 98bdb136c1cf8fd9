"""Keys and the locked file. No Qt, no ORM."""
