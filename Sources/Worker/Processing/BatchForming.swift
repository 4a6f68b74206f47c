/// Cuts what was taken together into the batches that are committed together.
package enum BatchForming {
  /// Requests that may be what kills the process stand alone; the others keep their order. Concatenated,
  /// the batches are the requests given.
  package static func batches(_ received: [ReceivedRequest]) -> [[ReceivedRequest]] {
    var batches: [[ReceivedRequest]] = []
    var open: [ReceivedRequest] = []
    for request in received {
      guard request.mustRunAlone else {
        open.append(request)
        continue
      }
      if !open.isEmpty { batches.append(open) }
      open = []
      batches.append([request])
    }
    if !open.isEmpty { batches.append(open) }
    return batches
  }
}
