/** Tables of a workspace. Times are milliseconds since 1970; `json` holds the rest of a document. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rooms (id TEXT PRIMARY KEY, name TEXT, json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS rooms_name ON rooms (name);
CREATE TABLE IF NOT EXISTS members (room_id TEXT NOT NULL, user_id TEXT NOT NULL, roles TEXT NOT NULL, read_at INTEGER NOT NULL,
    PRIMARY KEY (room_id, user_id));
CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, room_id TEXT NOT NULL,
    thread_id TEXT, created_at INTEGER NOT NULL, json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS messages_room ON messages (room_id, created_at);
CREATE INDEX IF NOT EXISTS messages_thread ON messages (thread_id, created_at);
CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, json TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS server_settings (id TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS persistence (id TEXT PRIMARY KEY, app_id TEXT NOT NULL, associations TEXT, json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS persistence_exact ON persistence (app_id, associations);
CREATE TABLE IF NOT EXISTS persistence_keys (app_id TEXT NOT NULL, association TEXT NOT NULL, record_id TEXT NOT NULL,
    PRIMARY KEY (app_id, association, record_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS persistence_keys_record ON persistence_keys (record_id);
CREATE TABLE IF NOT EXISTS jobs (id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, next_run_at INTEGER, locked_at INTEGER,
    json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS jobs_due ON jobs (name, next_run_at);
CREATE TABLE IF NOT EXISTS apps (id TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS app_packages (path TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS app_logs (seq INTEGER PRIMARY KEY AUTOINCREMENT, app_id TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS broadcasts (seq INTEGER PRIMARY KEY AUTOINCREMENT, origin TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS keys (name TEXT PRIMARY KEY, pem TEXT NOT NULL);
`;
