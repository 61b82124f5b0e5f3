# expect: psgsh:System-runsProduct sh:ClassConstraintComponent
# The system names a software product that is not described anywhere.
INSERT DATA { <id/system/example> psg:runsProduct <id/product/nowhere> }
