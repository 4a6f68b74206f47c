/// Where the databases differ; all other SQL is one text for all of them.
package protocol Dialect: Sendable {
  /// The type of a column in `CREATE TABLE`, with its collation where that matters.
  func typeName(_ type: ColumnType) -> String

  /// What follows the closing parenthesis of `CREATE TABLE`; may be empty.
  var tableOptions: String { get }

  /// The same for a table whose rows are changed again and again, in columns that no index holds.
  var updatedTableOptions: String { get }

  /// The same for a table of small rows that are always looked up by the whole or the beginning of
  /// their primary key: stored in the key's order, where the database can do that.
  var keyOrderedTableOptions: String { get }

  /// The type of a column that counts a table's rows in the order of their insertion, in `CREATE TABLE`: nobody writes it.
  var rowNumber: String { get }

  /// A condition over amounts of one row and one currency, for a `CHECK`: exact, or no condition at all for amounts that the
  /// database cannot calculate exactly. `condition` writes the amount of a column by what it is given.
  func check(_ columns: [String], _ condition: (_ amount: (String) -> String) -> String) -> String

  /// A sum of stored amounts as an amount with as many digits after the point as `column` has.
  func amount(_ sum: String, like column: String) -> String

  /// An aggregate: the values of an expression as one text, with commas between them; null for no row.
  func list(_ expression: SQL) -> SQL

  /// A statement that keeps a second migration out until this transaction ends; nil where
  /// beginning a write transaction does so.
  var migrationLock: SQL? { get }

  /// A statement that takes the foreign key of a column off a table, with its semicolon; empty where a table has to be made
  /// anew for that, which then keeps it.
  func dropForeignKey(of column: String, in table: String) -> String

  /// A trigger that runs statements in place of a view's changes, once for each row, `NEW` or `OLD`; each ends with its semicolon.
  func insteadOf(_ change: ViewChange, on view: String, _ statements: String) -> String

  /// Whether the database keeps comments on tables and columns (`COMMENT ON`).
  var keepsComments: Bool { get }

  /// A statement that keeps other transactions that ask for one of these numbers, from 0, out until this
  /// one ends. They are acquired in ascending order. Nil where beginning a write transaction does so.
  func lock(_ numbers: Set<Int64>) -> SQL?

  /// A query that answers a row when there is a table of this name.
  func tableExists(_ name: String) -> SQL

  /// A query that answers whether the database follows another one, and by how many microseconds it is behind at most, null where
  /// that is not known; nil where no database follows another.
  var standbyQuestion: SQL? { get }

  /// The parameter with this number, from 1.
  func placeholder(_ number: Int) -> String

  /// The predicate that what stands before it is in the set bound to `placeholder`.
  func membership(_ placeholder: String) -> String

  /// The clause at the end of a query that locks its rows; may be empty.
  func clause(_ lock: RowLock) -> String

  /// What follows `INSERT INTO t (…)` so that the values are those of a bulk write's rows.
  func rows(of columns: [Column]) -> String

  /// The update of the rows that have the leading `keyCount` columns' values, setting the others.
  func update(_ table: String, columns: [Column], keyCount: Int) -> String
}
