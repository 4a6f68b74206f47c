package import CCurl

/// A list of texts as the library takes it; freed with this value's owner.
@safe package final class CurlList {
  package private(set) var pointer: UnsafeMutablePointer<curl_slist>?

  package init(_ texts: [String]) throws(CurlFailure) {
    for text in texts {
      guard let longer = unsafe curl_slist_append(pointer, text) else {
        throw CurlFailure("no memory")
      }
      unsafe pointer = longer
    }
  }

  deinit { unsafe curl_slist_free_all(pointer) }
}
