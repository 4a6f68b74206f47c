import CCurl
import Glibc

/// A handle of the library with everything set that does not change from message to message. Used by one thread at a time.
@safe final class CurlHandle {
  private let handle: UnsafeMutableRawPointer
  /// The library's words for what went wrong; it writes them until the handle is freed.
  private let words: UnsafeMutablePointer<CChar>
  private let transfer: Transfer

  /// What the library's callbacks write to and ask.
  private final class Transfer {
    var dialogue = SMTPDialogue()
    private let abort: EndingFlag
    private let grace: Duration

    init(abort: EndingFlag, grace: Duration) {
      self.abort = abort
      self.grace = grace
    }

    /// What a server has of the content, it may have taken: its answer is waited for a little, because such a message would come twice.
    var isToEnd: Bool {
      dialogue.isContentUnderWay ? abort.isSet(for: grace) : abort.isSet
    }
  }

  /// Once for the process, before anything else of the library's, and by one thread: Swift promises both for a constant.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  private static let connectionLimit = 15_000
  private static let goodbyeLimit = 2_000

  /// `grace` is how long the answer to a message whose content is under way is waited for once `abort` is set.
  init(to server: MailServer, abort: EndingFlag, grace: Duration) throws(CurlFailure) {
    guard Self.isReady, let handle = unsafe curl_easy_init() else {
      throw CurlFailure("libcurl could not be started")
    }
    unsafe self.handle = handle
    unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
    unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    transfer = Transfer(abort: abort, grace: grace)
    try set(CURLOPT_URL, server.url)
    try setRules()
    try setEncryption(server)
    try setCredentials(server)
    try listen()
  }

  /// Ends the connection without a word: the library would say goodbye, and wait two minutes for an answer. The callbacks may be
  /// called until the handle is freed, so what they are given lives longer.
  deinit {
    let socket = unsafe iw_curl_socket(handle)
    if socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
    unsafe curl_easy_cleanup(handle)
    unsafe words.deallocate()
  }

  /// Says goodbye over the connection, where it is open still. Nothing can be sent after that.
  func sayGoodbye() {
    let socket = unsafe iw_curl_socket(handle)
    var byte: UInt8 = 0
    // A connection that the server has ended can be read from, and another would be made for the goodbye.
    guard socket >= 0, unsafe recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) < 0,
      errno == EAGAIN || errno == EWOULDBLOCK
    else { return }
    do throws(CurlFailure) {
      try set(CURLOPT_CUSTOMREQUEST, "QUIT")
      try set(CURLOPT_TIMEOUT_MS, Self.goodbyeLimit)
    } catch {
      return
    }
    _ = unsafe curl_easy_perform(handle)
  }

  /// Sends a message within `limit`, over the connection that is open where there is one.
  func send(
    _ message: MailMessage, within limit: Duration
  ) throws(CurlFailure) -> SendingResult {
    transfer.dialogue = SMTPDialogue()
    try setLimit(limit)
    let prepared = try unsafe CurlMessage(message, for: handle)
    // Let go of what is freed behind this call.
    defer {
      _ = unsafe iw_curl_set_mime(handle, nil)
      _ = unsafe iw_curl_set_list(handle, CURLOPT_HTTPHEADER, nil)
      _ = unsafe iw_curl_set_list(handle, CURLOPT_MAIL_RCPT, nil)
    }
    try set(CURLOPT_MAIL_FROM, "<\(message.from.wireText)>")
    try CurlFailure.check(
      unsafe iw_curl_set_list(handle, CURLOPT_MAIL_RCPT, prepared.recipients.pointer))
    try CurlFailure.check(
      unsafe iw_curl_set_list(handle, CURLOPT_HTTPHEADER, prepared.header.pointer))
    try CurlFailure.check(unsafe iw_curl_set_mime(handle, prepared.parts))
    unsafe words[0] = 0
    let code = unsafe curl_easy_perform(handle)
    let result = transfer.dialogue.result(for: message.recipients, failure: failure(code))
    if case .serverAway = result, code == CURLE_ABORTED_BY_CALLBACK { return .aborted }
    return result
  }

  /// Why a transfer ended before its time, in the library's words.
  private func failure(_ code: CURLcode) -> String? {
    guard code != CURLE_OK else { return nil }
    if code == CURLE_ABORTED_BY_CALLBACK { return "this worker ends" }
    let detail = unsafe String(cString: words)
    return detail.isEmpty ? CurlFailure.words(code) : detail
  }

  // MARK: Options

  private func set(_ option: CURLoption, _ text: String) throws(CurlFailure) {
    // The library copies it.
    try CurlFailure.check(unsafe iw_curl_set_text(handle, option, text))
  }

  private func set(_ option: CURLoption, _ number: Int) throws(CurlFailure) {
    try CurlFailure.check(unsafe iw_curl_set_number(handle, option, number))
  }

  private func setLimit(_ limit: Duration) throws(CurlFailure) {
    // 0 is none at all.
    let milliseconds = max(1, Int(limit / .milliseconds(1)))
    try set(CURLOPT_TIMEOUT_MS, milliseconds)
    try set(CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, Self.connectionLimit))
    // In seconds; else two minutes, whatever the limit.
    try set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, milliseconds / 1_000))
  }

  private func setRules() throws(CurlFailure) {
    // No signals for time limits: there are other threads.
    try set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    // Mail goes where the operator says, not where the environment of web clients points.
    try set(CURLOPT_PROXY, "")
    try CurlFailure.check(unsafe iw_curl_allow_refused_recipients(handle))
    try CurlFailure.check(unsafe iw_curl_write_nowhere(handle))
    try CurlFailure.check(
      unsafe iw_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(words)))
  }

  private func setEncryption(_ server: MailServer) throws(CurlFailure) {
    if server.encryption != .none { try set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    if let file = server.authorityFile { try set(CURLOPT_CAINFO, file) }
  }

  private func setCredentials(_ server: MailServer) throws(CurlFailure) {
    guard let user = server.user else { return }
    try set(CURLOPT_USERNAME, user)
    try set(CURLOPT_PASSWORD, server.password ?? "")
  }

  /// Has the library tell what is said, of which only replies and the first words of commands are looked at.
  private func listen() throws(CurlFailure) {
    try set(CURLOPT_VERBOSE, 1)
    try CurlFailure.check(
      unsafe iw_curl_set_debug(
        handle,
        { _, kind, bytes, count, context in
          guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
          let transfer = unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
          let text = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
          switch kind {
          case CURLINFO_HEADER_OUT: unsafe transfer.dialogue.noteSent(text)
          case CURLINFO_HEADER_IN: unsafe transfer.dialogue.noteReceived(text)
          default: break
          }
          return 0
        }, Unmanaged.passUnretained(transfer).toOpaque()))
    try set(CURLOPT_NOPROGRESS, 0)
    try CurlFailure.check(
      unsafe iw_curl_set_progress(
        handle,
        { context, _, _, _, _ in
          guard let context = unsafe context else { return 0 }
          return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().isToEnd
            ? 1 : 0
        }, Unmanaged.passUnretained(transfer).toOpaque()))
  }
}

extension MailServer {
  /// As the library wants it: without user and password, which it is given apart.
  var url: String {
    let name = clientName.map { "/\($0)" } ?? ""
    return "\(self)\(name)"
  }
}
