# expect: psgsh:BuildingBlockSpecification-definesFunctionality sh:ClassConstraintComponent
# The specification names a key digital functionality that is not described anywhere.
INSERT DATA { <id/specification/example> psg:definesFunctionality <id/functionality/nowhere> }
