"""The central endpoint: takes in what desks did, settles it in one order, and tells each what it may hold."""
