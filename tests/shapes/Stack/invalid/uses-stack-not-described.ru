# expect: psgsh:Stack-usesStack sh:ClassConstraintComponent
# The stack names a stack that is not described anywhere.
INSERT DATA { <id/stack/example> psg:usesStack <id/stack/nowhere> }
