# expect: psgsh:Release-previousVersion sh:ClassConstraintComponent
# The release names a release that is not described anywhere.
INSERT DATA { <id/release/example> dcat:previousVersion <id/release/nowhere> }
