"""Who is signed in: ``sessions``; and the org's people, whom sessions belong to: ``directory``."""
