"""Who is signed in (``sessions``), and the org's users (``directory``)."""
