# expect: psgsh:System-dependsOn sh:ClassConstraintComponent
# The system names a system that is not described anywhere.
INSERT DATA { <id/system/example> psg:dependsOn <id/system/nowhere> }
