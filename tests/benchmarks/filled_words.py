"""What the filled vault is opened with; apart from it, so that a probe loads nothing heavy."""

PASSPHRASE = "heron ladder tuesday marmalade"
