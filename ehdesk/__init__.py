"""The desktop application for Early Help: records that work offline, stay encrypted and print."""
