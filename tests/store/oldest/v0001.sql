BEGIN TRANSACTION;
CREATE TABLE accesses (
	connection VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	sealed_token VARCHAR NOT NULL, 
	instance_url VARCHAR NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_accesses PRIMARY KEY (connection, user_id)
);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('v0001');
CREATE TABLE approval_requests (
	state VARCHAR NOT NULL, 
	connection VARCHAR NOT NULL, 
	sealed_secret TEXT NOT NULL, 
	asked_at DATETIME NOT NULL, 
	CONSTRAINT pk_approval_requests PRIMARY KEY (state)
);
CREATE TABLE audit_entries (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	connection VARCHAR NOT NULL, 
	org VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	verb VARCHAR NOT NULL, 
	subject VARCHAR NOT NULL, 
	correlation_id TEXT NOT NULL, 
	facts TEXT NOT NULL, 
	CONSTRAINT pk_audit_entries PRIMARY KEY (id)
);
INSERT INTO "audit_entries" VALUES(1,'2025-06-02 08:15:30.123456','acme','00Dx00000001hxyEAA','005x0000001a2b3AAA','start_quote','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','order-2025','{"number": "Q-00001"}');
INSERT INTO "audit_entries" VALUES(2,'2025-06-02 08:15:30.123456','acme','00Dx00000001hxyEAA','005x0000001a2b3AAA','add_line','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','order-2025','{"line": 1, "product": "station"}');
INSERT INTO "audit_entries" VALUES(3,'2025-06-02 08:15:30.123456','acme','00Dx00000001hxyEAA','005x0000001a2b3AAA','submit_quote','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','order-2025','{"key": "b"}');
INSERT INTO "audit_entries" VALUES(4,'2025-06-02 08:15:30.123456','acme','00Dx00000001hxyEAA','005x0000001a2b3AAA','write_back_written','cccccccccccccccccccccccccccccccc','order-2025','{"crm_quote": "0Q0x0000000001AAAA", "repeated": false}');
INSERT INTO "audit_entries" VALUES(5,'2025-06-02 08:15:30.123456','','','command-line','publish_release','catalog/telecom','command-line','{}');
CREATE TABLE connections (
	name VARCHAR NOT NULL, 
	org VARCHAR NOT NULL, 
	consumer_key VARCHAR NOT NULL, 
	sealed_secrets VARCHAR NOT NULL, 
	instance_hosts TEXT NOT NULL, 
	frame_ancestors TEXT NOT NULL, 
	catalog VARCHAR NOT NULL, 
	price_book TEXT NOT NULL, 
	api_version VARCHAR NOT NULL, 
	only_currency VARCHAR(3) NOT NULL, 
	CONSTRAINT pk_connections PRIMARY KEY (name)
);
INSERT INTO "connections" VALUES('acme','00Dx00000001hxyEAA','3MVG9','sealed','["acme.my.salesforce.com"]','["https://acme.lightning.force.com"]','telecom','Network Equipment','67.0','');
CREATE TABLE counters (
	connection VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_counters PRIMARY KEY (connection, name)
);
INSERT INTO "counters" VALUES('acme','quote',3);
CREATE TABLE documents (
	write_back VARCHAR NOT NULL, 
	content BLOB NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (write_back), 
	CONSTRAINT fk_documents_write_back_write_backs FOREIGN KEY(write_back) REFERENCES write_backs ("key") ON DELETE CASCADE
);
INSERT INTO "documents" VALUES('cccccccccccccccccccccccccccccccc-r5',X'255044462D312E37206F6C64');
CREATE TABLE idempotency_keys (
	connection VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	request_hash VARCHAR NOT NULL, 
	answer VARCHAR NOT NULL, 
	used_at DATETIME NOT NULL, 
	CONSTRAINT pk_idempotency_keys PRIMARY KEY (connection, user_id, "key")
);
INSERT INTO "idempotency_keys" VALUES('acme','005x0000001a2b3AAA','once','submit/b','b-r2','2025-06-02 08:15:30.123456');
CREATE TABLE launches (
	connection VARCHAR NOT NULL, 
	fingerprint BLOB NOT NULL, 
	first_seen DATETIME NOT NULL, 
	CONSTRAINT pk_launches PRIMARY KEY (connection, fingerprint)
);
INSERT INTO "launches" VALUES('acme',X'0000000000000000000000000000000000000000000000000000000000000000','2025-06-02 08:15:30.123456');
CREATE TABLE openings (
	connection VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	opportunity VARCHAR NOT NULL, 
	facts TEXT NOT NULL, 
	entries TEXT NOT NULL, 
	read_at DATETIME NOT NULL, 
	CONSTRAINT pk_openings PRIMARY KEY (connection, user_id, opportunity)
);
INSERT INTO "openings" VALUES('acme','005x0000001a2b3AAA','006x0000001a2b3AAA','{}','[]','2025-06-02 08:15:30.123456');
CREATE TABLE quote_lines (
	quote_id VARCHAR(32) NOT NULL, 
	n INTEGER NOT NULL, 
	product VARCHAR NOT NULL, 
	code TEXT NOT NULL, 
	name TEXT NOT NULL, 
	description TEXT NOT NULL, 
	quantity BIGINT NOT NULL, 
	choices TEXT NOT NULL, 
	decided TEXT NOT NULL, 
	complete BOOLEAN NOT NULL, 
	unit_list TEXT NOT NULL, 
	unit_net TEXT NOT NULL, 
	steps TEXT NOT NULL, 
	discount TEXT, 
	CONSTRAINT pk_quote_lines PRIMARY KEY (quote_id, n), 
	CONSTRAINT fk_quote_lines_quote_id_quotes FOREIGN KEY(quote_id) REFERENCES quotes (id) ON DELETE CASCADE
);
INSERT INTO "quote_lines" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',1,'station','ST-1','Station ⌁','Band: n78',3,'{"band": "n78", "sectors": 3}','{"band": "n78", "sectors": 3, "outdoor": true}',1,'1000.00','966.67','[{"kind": "list", "label": "Station", "rule": "price book EUR", "effect": "1000.00", "after": "1000.00"}, {"kind": "manual", "label": "Discount", "rule": "price book EUR", "effect": "-33.3333333333", "after": "966.6666666667"}, {"kind": "rounding", "label": "Rounding", "rule": "price book EUR", "effect": "0.0033333333", "after": "966.67"}]','{"percent": "3.33333333333", "reason": "long standing"}');
INSERT INTO "quote_lines" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',2,'station','ST-1','Station ⌁','Band: n78',1,'{"band": "n78", "sectors": 3}','{"band": "n78", "sectors": 3, "outdoor": true}',1,'3.33','3.33','[{"kind": "list", "label": "Station", "rule": "price book EUR", "effect": "3.33", "after": "3.33"}]',NULL);
INSERT INTO "quote_lines" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',1,'station','ST-1','Station ⌁','Band: n78',1,'{"band": "n78", "sectors": 3}','{"band": "n78", "sectors": 3, "outdoor": true}',1,'90000000000000000000.01','90000000000000000000.01','[{"kind": "list", "label": "Station", "rule": "price book EUR", "effect": "90000000000000000000.01", "after": "90000000000000000000.01"}]',NULL);
INSERT INTO "quote_lines" VALUES('cccccccccccccccccccccccccccccccc',1,'station','ST-1','Station ⌁','Band: n78',1,'{"band": "n78", "sectors": 3}','{"band": "n78", "sectors": 3, "outdoor": true}',1,'10.00','10.00','[{"kind": "list", "label": "Station", "rule": "price book EUR", "effect": "10.00", "after": "10.00"}]',NULL);
CREATE TABLE quotes (
	id VARCHAR(32) NOT NULL, 
	number VARCHAR NOT NULL, 
	connection VARCHAR NOT NULL, 
	org VARCHAR NOT NULL, 
	owner VARCHAR NOT NULL, 
	owner_name TEXT NOT NULL, 
	opportunity VARCHAR NOT NULL, 
	currency VARCHAR(3) NOT NULL, 
	customer_tier TEXT NOT NULL, 
	release VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	status VARCHAR NOT NULL, 
	valid_until DATE NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	next_line INTEGER NOT NULL, 
	line_count INTEGER NOT NULL, 
	total TEXT NOT NULL, 
	CONSTRAINT pk_quotes PRIMARY KEY (id), 
	CONSTRAINT uq_quotes_connection_number UNIQUE (connection, number)
);
INSERT INTO "quotes" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','Q-00001','acme','00Dx00000001hxyEAA','005x0000001a2b3AAA','Ada Lovelace','006x0000001a2b3AAA','EUR','gold','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',3,'draft','2025-07-31','2025-06-02 08:15:30.123456','2025-06-02 08:15:30.123456',3,2,'2903.34');
INSERT INTO "quotes" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','Q-00002','acme','00Dx00000001hxyEAA','005x0000001a2b3AAA','Ada Lovelace','006x0000001a2b3AAA','EUR','gold','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',2,'submitted','2025-07-31','2025-06-02 08:15:30.123456','2025-06-02 08:15:30.123456',2,1,'90000000000000000000.01');
INSERT INTO "quotes" VALUES('cccccccccccccccccccccccccccccccc','Q-00003','acme','00Dx00000001hxyEAA','005x0000001a2b3AAA','Ada Lovelace','006x0000001a2b3AAA','EUR','gold','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',5,'written','2025-07-31','2025-06-02 08:15:30.123456','2025-06-02 08:15:30.123456',2,1,'10.00');
CREATE TABLE worker_beats (
	slot VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_worker_beats PRIMARY KEY (slot)
);
INSERT INTO "worker_beats" VALUES('slot-1','2025-06-02 08:15:30.123456');
CREATE TABLE write_backs (
	"key" VARCHAR NOT NULL, 
	quote_id VARCHAR(32) NOT NULL, 
	revision INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	requested_at DATETIME NOT NULL, 
	receipt TEXT, 
	failure TEXT, 
	connection VARCHAR NOT NULL, 
	org VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	waits_for VARCHAR NOT NULL, 
	start_number INTEGER NOT NULL, 
	due_at DATETIME, 
	handed_over_at DATETIME, 
	CONSTRAINT pk_write_backs PRIMARY KEY ("key"), 
	CONSTRAINT fk_write_backs_quote_id_quotes FOREIGN KEY(quote_id) REFERENCES quotes (id), 
	CONSTRAINT uq_write_backs_quote_id_revision UNIQUE (quote_id, revision)
);
INSERT INTO "write_backs" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-r2','bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',2,'queued',1,'2025-06-02 08:15:30.123456',NULL,'{"code": "crm_session_expired", "detail": "Your CRM session ended.", "waits_for": "user", "at": "2025-06-02T08:16:00+00:00"}','acme','00Dx00000001hxyEAA','005x0000001a2b3AAA','user',1,NULL,'2025-06-02 08:15:30.123456');
INSERT INTO "write_backs" VALUES('cccccccccccccccccccccccccccccccc-r5','cccccccccccccccccccccccccccccccc',5,'written',1,'2025-06-02 08:15:30.123456','{"crm_quote": "0Q0x0000000001AAAA", "crm_number": "00000012", "crm_document": "0QDx00000000001AAA", "line_count": 1, "total": {"amount": "10.00", "currency": "EUR"}, "opportunity_amount": {"amount": "10.00", "currency": "EUR"}, "repeated": false, "at": "2025-06-02T08:16:00+00:00"}',NULL,'acme','00Dx00000001hxyEAA','005x0000001a2b3AAA','',1,NULL,'2025-06-02 08:15:30.123456');
CREATE INDEX ix_accesses_expires_at ON accesses (expires_at);
CREATE INDEX ix_approval_requests_asked_at ON approval_requests (asked_at);
CREATE INDEX ix_audit_entries_subject ON audit_entries (subject);
CREATE INDEX ix_idempotency_keys_used_at ON idempotency_keys (used_at);
CREATE INDEX ix_launches_first_seen ON launches (first_seen);
CREATE INDEX ix_quotes_connection_opportunity ON quotes (connection, opportunity);
CREATE INDEX ix_write_backs_connection_user_id_waits_for ON write_backs (connection, user_id, waits_for);
CREATE INDEX ix_write_backs_due_at ON write_backs (due_at);
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
COMMIT;
