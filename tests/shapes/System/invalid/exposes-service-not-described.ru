# expect: psgsh:System-exposesService sh:ClassConstraintComponent
# The system names a data service that is not described anywhere.
INSERT DATA { <id/system/example> psg:exposesService <id/api/nowhere> }
