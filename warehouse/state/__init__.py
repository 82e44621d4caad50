"""What people do: logins and roles, decisions, signatures, closes. Append-only tables behind one hash-chained journal."""
