/**
 * The headings of messages beside their words (0005): who looks for a notice of the server often knows no more of it.
 * The index reads both through `message_words`, which makes nothing of an `extra` that is damaged.
 */
export const subjectText = `
DROP TRIGGER text_of_new_message;
DROP TRIGGER text_of_deleted_message;
DROP TRIGGER text_of_changed_message;
DROP TABLE message_text;

CREATE VIEW message_words (key, body, subject) AS
  SELECT key, body, CASE WHEN json_valid(extra) THEN json_extract(extra, '$.subject') END FROM message;

CREATE VIRTUAL TABLE message_text USING fts5 (
  body, subject, content = 'message_words', content_rowid = 'key', tokenize = "unicode61 remove_diacritics 2"
);

CREATE TRIGGER text_of_new_message AFTER INSERT ON message BEGIN
  INSERT INTO message_text (rowid, body, subject) SELECT key, body, subject FROM message_words WHERE key = new.key;
END;

CREATE TRIGGER text_of_deleted_message BEFORE DELETE ON message BEGIN
  INSERT INTO message_text (message_text, rowid, body, subject)
    SELECT 'delete', key, body, subject FROM message_words WHERE key = old.key;
END;

CREATE TRIGGER text_before_changed_message BEFORE UPDATE OF key, body, extra ON message BEGIN
  INSERT INTO message_text (message_text, rowid, body, subject)
    SELECT 'delete', key, body, subject FROM message_words WHERE key = old.key;
END;

CREATE TRIGGER text_of_changed_message AFTER UPDATE OF key, body, extra ON message BEGIN
  INSERT INTO message_text (rowid, body, subject) SELECT key, body, subject FROM message_words WHERE key = new.key;
END;

INSERT INTO message_text (message_text) VALUES ('rebuild');
`
