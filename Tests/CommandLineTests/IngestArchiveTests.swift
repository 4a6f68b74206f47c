import Foundation
import IngestionVectors
import TestSupport
import Testing

/// `invoice-worker ingest` of folders, archives and PDFs, without a broker.
@Suite("Folders, archives and PDFs to be ingested")
struct IngestArchiveTests {
  private func ingest(_ words: [String], path: String? = nil) throws -> Program.Result {
    try Program.run(
      ["ingest", "--dry-run"] + words, environment: path.map { ["PATH": $0] } ?? [:])
  }

  /// What Python makes of a script that has `zipfile` and the archive's path.
  private func archive(_ files: IngestFiles, _ name: String, _ script: String) throws -> String {
    let path = files.path(name)
    let process = Process()
    process.executableURL = Python.system
    process.arguments = ["-c", "import sys, zipfile\npath = sys.argv[1]\n\(script)", path]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return path
  }

  private func sample(_ files: IngestFiles) throws -> (ubl: String, cii: String) {
    let pair = try #require(PairedDocument.all.first)
    return (try files.write("pair.xml", pair.ubl()), try files.write("pair-cii.xml", pair.cii()))
  }

  private func requests(_ result: Program.Result) throws -> [[String: Any]] {
    try result.output.split(separator: "\n").map { line in
      let tree = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return try #require(tree?["invoice"] as? [String: Any])
    }
  }

  @Test("A pair makes one request but for its file; each names its file and SHA-256")
  func pair() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let names = try sample(files)
    let result = try ingest([names.ubl, names.cii])
    #expect(result.status == 0, "\(result.errors)")
    var found = try requests(result)
    try #require(found.count == 2)
    let sources = found.map { $0["sourceDocument"] as? [String: String] ?? [:] }
    #expect(sources.map { $0["name"] } == ["pair.xml", "pair-cii.xml"])
    #expect(sources.allSatisfy { $0["sha256"]?.count == 64 })
    for index in found.indices { found[index]["sourceDocument"] = nil }
    #expect(NSDictionary(dictionary: found[0]).isEqual(to: found[1]))
  }

  @Test("A folder counts with the files below it, in order; hidden ones are left out")
  func folder() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let names = try sample(files)
    let folder = files.path("in")
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder + "/below", withIntermediateDirectories: true)
    try manager.copyItem(atPath: names.ubl, toPath: folder + "/b.xml")
    try manager.copyItem(atPath: names.cii, toPath: folder + "/below/a.xml")
    try manager.copyItem(atPath: names.cii, toPath: folder + "/.hidden.xml")
    _ = try files.write("in/c.txt", "nothing\nhere\n")
    let result = try ingest([folder])
    #expect(result.status == 4)
    #expect(try requests(result).count == 2)
    #expect(result.errors.hasPrefix("\(folder)/c.txt: not sent: "), "\(result.errors)")
    let empty = files.path("empty")
    try manager.createDirectory(atPath: empty, withIntermediateDirectories: true)
    #expect(try ingest([empty]).errors == "\(empty): not sent: the folder holds no file\n")
  }

  @Test("A folder has at most 16 levels and 10,000 files; a link to a folder is not followed")
  func folderLimits() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let names = try sample(files)
    let folder = files.path("in")
    let levels = folder + String(repeating: "/f", count: 15)
    let manager = FileManager.default
    try manager.createDirectory(atPath: levels, withIntermediateDirectories: true)
    try manager.copyItem(atPath: names.ubl, toPath: levels + "/a.xml")
    try manager.createSymbolicLink(atPath: folder + "/again", withDestinationPath: folder)
    let deep = try ingest([folder])
    #expect(deep.status == 0, "\(deep.errors)")
    #expect(try requests(deep).count == 1)
    try manager.createDirectory(atPath: levels + "/f", withIntermediateDirectories: true)
    let deeper = try ingest([folder])
    #expect(deeper.status == 64 && deeper.output.isEmpty)
    #expect(deeper.errors.contains("is deeper than 16 folders"), "\(deeper.errors)")
    let wide = files.path("wide")
    try manager.createDirectory(atPath: wide, withIntermediateDirectories: true)
    for number in 0...10_000 { _ = try files.write("wide/\(number)", "") }
    let wider = try ingest([wide])
    #expect(wider.status == 64 && wider.output.isEmpty)
    #expect(wider.errors.contains("a folder with more than 10000 files"), "\(wider.errors)")
  }

  @Test("An archive counts with all files in it, by name")
  func zip() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let names = try sample(files)
    let path = try archive(
      files, "all.zip",
      """
      with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
        z.write('\(names.ubl)', 'z/b.xml')
        z.write('\(names.cii)', 'a.xml')
        z.write('\(files.requests)', 'lines.ndjson')
        z.writestr('empty/', '')
        z.writestr('picture.png', b'\\x89PNG....')
      """)
    let result = try ingest([path])
    #expect(result.status == 4)
    #expect(result.errors == "\(path)/picture.png: not sent: this is a picture (PNG)\n")
    let found = try requests(result)
    #expect(found.count == 4)
    #expect((found[0]["sourceDocument"] as? [String: String])?["name"] == "a.xml")
    #expect((found[3]["sourceDocument"] as? [String: String])?["name"] == "b.xml")
  }

  @Test(
    "Archives that would cost are refused whole: too many files, too much in all, encrypted, nested, damaged"
  )
  func bombs() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let cases: [(String, String, String)] = [
      (
        "many.zip",
        """
        with zipfile.ZipFile(path, 'w') as z:
          for i in range(1001): z.writestr(f'{i}.xml', '<a/>')
        """, ": not sent: the archive holds more than 1000 files"
      ),
      (
        "much.zip",
        """
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
          for i in range(70): z.writestr(f'{i}.xml', b'<a>' + bytes(16 << 20))
        """, ": not sent: the files of the archive have more than 1 GiB together"
      ),
      (
        "large.zip",
        """
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
          z.writestr('a.xml', b'<a>' + b' ' * (17 << 20))
        """, "/a.xml: not sent: the file is larger than the 16 MiB that are read"
      ),
      (
        "nested.zip",
        """
        import io
        inner = io.BytesIO()
        zipfile.ZipFile(inner, 'w').writestr('a.xml', '<a/>')
        zipfile.ZipFile(path, 'w').writestr('inner.zip', inner.getvalue())
        """, "/inner.zip: not sent: this is an archive in an archive"
      ),
      (
        "lying.zip",
        """
        with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as z:
          z.writestr('a.xml', b'<a>' + b' ' * 100000)
        data = bytearray(open(path, 'rb').read())
        place = data.rindex(b'PK\\x01\\x02')
        data[place + 24:place + 28] = (50000).to_bytes(4, 'little')
        open(path, 'wb').write(data)
        """, "/a.xml: not sent: this is a ZIP archive, and a file in it "
      ),
      (
        "secret.zip",
        """
        with zipfile.ZipFile(path, 'w') as z:
          z.writestr('a.xml', b'<a/>')
        data = bytearray(open(path, 'rb').read())
        data[data.rindex(b'PK\\x01\\x02') + 8] |= 1
        data[6] |= 1
        open(path, 'wb').write(data)
        """, ": not sent: the archive is encrypted; unpack it"
      ),
      (
        "damaged.zip", "open(path, 'wb').write(b'PK\\x03\\x04' + bytes(100))",
        ": not sent: this is a ZIP archive, and it is no archive that can be read"
      ),
    ]
    for (name, script, sentence) in cases {
      let path = try archive(files, name, script)
      let result = try ingest([path])
      #expect(result.status == 4 && result.output.isEmpty, "\(name)")
      #expect(result.errors.hasPrefix(path + sentence), "\(name): \(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(name): \(result.errors)")
    }
  }

  /// A program of this name that stands for the one that takes the XML out, in a folder that is then the PATH.
  private func program(_ files: IngestFiles, _ script: String) throws -> String {
    let folder = files.path("bin")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = try files.write("bin/invoice-documents", "#!/bin/sh\n\(script)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return folder
  }

  /// Whether the program itself is beside the one that is tested, where it comes first.
  private static var isInstalled: Bool {
    FileManager.default.isExecutableFile(
      atPath: Program.url.deletingLastPathComponent()
        .appending(path: "invoice-documents").path)
  }

  @Test(
    "The protocol of invoice-documents: XML, no invoice, a fault (not where the program itself is beside this one)",
    .enabled(if: !isInstalled))
  func pdf() throws {
    let files = try IngestFiles()
    defer { files.remove() }
    let names = try sample(files)
    let path = try files.write("factur-x.pdf", "%PDF-1.7\nbytes\n")
    let without = try ingest([path, names.ubl], path: "/nowhere")
    #expect(without.status == 4)
    #expect(
      without.errors.hasPrefix(
        "\(path): not sent: this is a PDF, and the program invoice-documents"),
      "\(without.errors)")
    #expect(try requests(without).count == 1, "the other file goes on")

    let cat =
      "[ \"$1\" = extract ] && [ \"$(/bin/cat)\" = \"$(/bin/cat \(path))\" ] && /bin/cat '\(names.cii)'"
    let read = try ingest([path], path: try program(files, cat))
    #expect(read.status == 0, "\(read.errors)")
    let invoice = try #require(try requests(read).first)
    #expect(invoice["invoiceNumber"] as? String == "R-2026-17")
    #expect((invoice["sourceDocument"] as? [String: String])?["name"] == "factur-x.pdf")

    let none = try ingest(
      [path], path: try program(files, "echo 'invoice-documents: nothing is attached' >&2; exit 3"))
    #expect(
      none.errors
        == "\(path): not sent: this is a PDF without an invoice inside: nothing is attached\n")
    let broken = try ingest([path], path: try program(files, "echo broken >&2; kill -9 $$"))
    #expect(broken.status == 4)
    #expect(broken.errors == "\(path): not sent: this PDF cannot be read: broken\n")
    let endless = try ingest(
      [path],
      path: try program(
        files,
        "while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done"
      ))
    #expect(endless.errors.contains("within 60 s and 16 MiB"), "\(endless.errors)")
  }
}
