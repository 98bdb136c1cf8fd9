"""What ehdesk uses of sqlcipher3, which ships no types."""

from sqlcipher3 import dbapi2 as dbapi2
