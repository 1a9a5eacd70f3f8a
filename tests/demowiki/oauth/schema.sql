CREATE TABLE consumers (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	client_key TEXT NOT NULL UNIQUE,
	secret TEXT NOT NULL,
	callback TEXT NOT NULL,
	grants TEXT NOT NULL,
	enabled INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE approvals (
	id INTEGER PRIMARY KEY,
	user_id INTEGER NOT NULL,
	consumer_id INTEGER NOT NULL,
	grants TEXT NOT NULL,
	accepted INTEGER NOT NULL,
	UNIQUE (user_id, consumer_id)
);
CREATE TABLE codes (
	hash TEXT PRIMARY KEY,
	user_id INTEGER NOT NULL,
	consumer_id INTEGER NOT NULL,
	redirect_uri TEXT,
	scopes TEXT NOT NULL,
	challenge TEXT,
	challenge_method TEXT,
	expires REAL NOT NULL,
	used INTEGER NOT NULL DEFAULT 0
);
-- An access token and its refresh token live and die together.
CREATE TABLE tokens (
	id INTEGER PRIMARY KEY,
	access_hash TEXT NOT NULL UNIQUE,
	refresh_hash TEXT NOT NULL UNIQUE,
	user_id INTEGER NOT NULL,
	consumer_id INTEGER NOT NULL,
	scopes TEXT NOT NULL,
	access_expires REAL NOT NULL,
	refresh_expires REAL NOT NULL,
	revoked INTEGER NOT NULL DEFAULT 0
);
