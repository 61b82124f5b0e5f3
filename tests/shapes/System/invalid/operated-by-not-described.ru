# expect: psgsh:System-operatedBy sh:ClassConstraintComponent
# The system names an organisation that is not described anywhere.
INSERT DATA { <id/system/example> psg:operatedBy <id/organisation/nowhere> }
