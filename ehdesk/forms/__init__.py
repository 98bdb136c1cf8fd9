"""What a form is: definitions, answers and identifiers. Pure: no Qt, no database, no clock."""
