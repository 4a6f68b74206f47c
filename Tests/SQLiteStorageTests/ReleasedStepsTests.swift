import Digest
import SQLiteStorage
import Testing

@testable import Storage

/// A step that has been released has run on databases that exist: what it says must stay as it is. A change of the schema is
/// a new step.
@Suite("Released steps of the schema, SQLite")
struct ReleasedStepsTests {
  /// By version, from 1.
  static let released = [
    "af6df2bff8786dd2089b4617d249ec4cb2d9d98c7a441b180c634f70bb9eb8a2",
    "2c0b2f624171507acc1fe4fd0d79e4819d2a8e36ebd64acbaa0b6eef45cae010",
    "42ac344b57a96356fe8c644e5f90da41dcbbd4c749849a1d92e1b4face2ff60c",
    "333c9d9973993fc4db6d09be6f4040c657206f669f0633356863411080bcc8d9",
    "b859ce37b2d027742d599d68f823ae56764c3f28553b415c522f8010794f2d6c",
    "8d90fa97a3d906725767dfe4f528e53f5153a4124f2c679288a646468b1aa283",
    "ffcf7f6ea7c7cfc55229f1a8771ca192f6d7e57b31d91a973691be703f043149",
    "6a6e7f3e9362dfdfd4c3267b2e890ebc51c105e9a9af822a6264c70d40443f40",
    "74fcd1987c7fb82c9c28b8b5c412e4571a66c5e7eed70e6d4247f8ed2ba94f14",
    "c772b8feaa0fe2769401bc3587355de517992ccf93e9ff6b10392ea724a6d052",
    "c539164b4828ab5aad8e46e928a34b27a1815009a71431027b67a5186290a1a5",
    "17a94bb44c1288052aeb102ff5fc58d998f5f1c06fddc68f84c59464d348d686",
    "1d066d235677c0caa5e27d24c722e9e4e3379ee799fec86c660d2f2a78611076",
    "323c327bda3bb502bbef6ee84075bf9836956f4c02c302b5e66c0ede0691af00",
    "8ddf4b494bc67cca5323ea844712f3eb7f7771899c96f5bcc4976b8ea47595ca",
    "5c44b42a856702241891490043da958953a84acd920d9e558a62d11efdd3d9c1",
    "4d13ac36469dfc1542dc378b8440f11a2314367c6cdb05c768b1978931f1b411",
    "ff742f824b5d6c4bbccfffe0fec833b084069cb52aea80b360a4166566adf547",
    "df4ca0fc90feb817be7fffd90187faf9d8debd42fe9196459b4a31b6c2d8095b",
    "4347e2ecaf3c84dfb80644ff6811976699c02686a4337f08ed103878bb6bdeed",
    "3d15fb01522bbd57eeed652beaa7bf9386edfb357f3b279f6b0ec17a6eb679ac",
    "665d23801dff263fcd61f0060fbc7065c17288cbc09c4a553b9277f6e74400d2",
    "c722f2d87944207e1ed9a44a0dfe61b3dccad6e8dd3e889383ba50aa3f2fbe13",
    "938de8387e87f0b39aad7a952932dd123cfc209c59afd4f481e6bdc120be78cf",
    "184eb752f5912d5ec774204f82571aca81bf5d8cae6636f042f9803f9b7dd45a",
    "5e65f99c670eec751f8638c199b6aa78c490ed7e4600a1393fcfb882dafaa36a",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "94073f1c3c7929402eadc0aca15f9ac9d93467cc129ffec91308081f21f3f08c",
    "888edfe9ed41c4cba698ef028242c1f04d486d256ee853bda3185a1b85991a46",
  ]

  @Test("No released step is ever changed, and steps are numbered without gaps")
  func unchanged() {
    let steps = Migration.all.map { step in
      SHA256Digest.of(Array(step.statements(for: SQLiteDialect()).utf8)).description
    }
    #expect(Migration.all.map(\.version) == Array(1...Int64(Migration.all.count)))
    #expect(Array(steps.prefix(Self.released.count)) == Self.released)
    #expect(
      steps.count == Self.released.count,
      "add the hash of each new step: \(steps.dropFirst(Self.released.count))")
  }
}
