import Digest
import Testing

@Suite struct PasswordHashTests {
  @Test func `a hash is kept as text, and matches its password alone`() throws {
    let hash = try #require(PasswordHash(of: "as long as it has to be", salt: Array(0..<16)))
    let kept = try #require(PasswordHash(hash.description))
    #expect(kept == hash)
    #expect(kept.matches("as long as it has to be"))
    #expect(!kept.matches("as long as it has to bee") && !kept.matches(""))
    #expect(PasswordHash(of: "as long as it has to be", salt: Array(1..<17)) != hash)
  }

  @Test func `the computation is the one of RFC 7914`() {
    // Section 12: password "pleaseletmein", salt "SodiumChloride", N 16384, r 8, p 1; the first 32 of its 64 bytes.
    let salt = "536f6469756d43686c6f72696465"
    let key = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    #expect(PasswordHash("scrypt$16384$8$1$\(salt)$\(key)")?.matches("pleaseletmein") == true)
  }

  @Test(arguments: [
    "", "scrypt", "scrypt$32768$8$1$00$00", "bcrypt$32768$8$1$\(salt)$\(key)",
    "scrypt$32767$8$1$\(salt)$\(key)", "scrypt$2$8$1$\(salt)$\(key)",
    "scrypt$1048576$32$1$\(salt)$\(key)", "scrypt$32768$0$1$\(salt)$\(key)",
    "scrypt$32768$8$99$\(salt)$\(key)", "scrypt$32768$8$1$\(salt)$\(key)0",
    "scrypt$32768$8$1$\(salt)$+f\(key.dropFirst(2))",
    "scrypt$99999999999999999999$8$1$\(salt)$\(key)",
  ])
  func `what is no hash, or costs more than it may, is none`(text: String) {
    #expect(PasswordHash(text) == nil)
  }

  private static let salt = String(repeating: "00", count: 16)
  private static let key = String(repeating: "ab", count: 32)
}
