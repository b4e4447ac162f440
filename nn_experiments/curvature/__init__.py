"""The second derivatives of the loss of many nets at once, without their Hessians."""
