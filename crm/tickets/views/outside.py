"""What the original has for tickets and this desk does not: 501."""

OUTSIDE = {
    "Attachment/CopyFromCRMDocument/{documentId}": "post",
}
