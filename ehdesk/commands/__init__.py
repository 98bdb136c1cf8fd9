"""What each command does, apart from how it is spelled on the command line."""
