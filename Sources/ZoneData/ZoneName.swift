/// Which names are looked up in the zone data. GLib accepts far more as a zone: paths, offsets, rules in POSIX's notation;
/// and the data's folder holds files that are not zones.
enum ZoneName {
  /// Twice the length of the longest name.
  private static let mostBytes = 64

  /// Whether it is written as the names of the IANA database are: parts between slashes of letters, digits, `_`, `-` and `+`, the first
  /// letter a capital. So it leads nowhere but below the folder of the data, and not to the folders `right` and `posix`, whose zones
  /// count leap seconds or repeat the others, nor to the machine's own `localtime`.
  static func isWellFormed(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard let first = bytes.first, bytes.count <= mostBytes, isCapital(first),
      // The data's placeholder for a machine whose zone was never configured.
      name != "Factory"
    else { return false }
    return bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .allSatisfy { part in !part.isEmpty && part.allSatisfy(mayStand) }
  }

  private static func isCapital(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
  }

  private static func mayStand(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "+"):
      true
    default: false
    }
  }
}
