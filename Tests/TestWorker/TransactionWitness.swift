import TestSupport

/// What PostgreSQL itself saw of the transactions that gave requests their outcomes: whose they were, and from
/// when to when. Workers are told apart by the `application_name` in their `DATABASE_URL`.
package struct TransactionWitness {
  package struct Observation: Sendable {
    package let identifier: String
    package let type: String
    package let application: String
    /// The server's process: one for each session.
    package let session: Int
    /// Seconds since 1970.
    package let began: Double
    package let ended: Double

    package func overlaps(_ other: Observation) -> Bool {
      session != other.session && began < other.ended && other.began < ended
    }
  }

  private let system: RunningSystem

  /// Begins to watch. Deferred to the end of the transaction, so that it sees what is committed, last.
  package init(_ system: RunningSystem) throws {
    self.system = system
    try system.execute(
      """
      CREATE TABLE witness (
        identifier text, type text, application text, session integer, began timestamptz,
        ended timestamptz);
      CREATE FUNCTION bear_witness() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO witness VALUES (NEW.identifier, NEW.type, current_setting('application_name'),
          pg_backend_pid(), transaction_timestamp(), clock_timestamp());
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER witness AFTER INSERT OR UPDATE ON request DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.outcome IS NOT NULL) EXECUTE FUNCTION bear_witness();
      """)
  }

  package func observations() throws -> [Observation] {
    try system.column(
      """
      SELECT concat_ws('|', identifier, type, application, session, extract(epoch FROM began),
        extract(epoch FROM ended)) FROM witness
      """
    ).map { row in
      let parts = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 6, let session = Int(parts[3]), let began = Double(parts[4]),
        let ended = Double(parts[5])
      else { throw ConditionNotMet("the witness says \(row)") }
      return Observation(
        identifier: parts[0], type: parts[1], application: parts[2], session: session, began: began,
        ended: ended)
    }
  }
}
