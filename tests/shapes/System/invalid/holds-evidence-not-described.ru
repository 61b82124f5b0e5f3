# expect: psgsh:System-holdsEvidence sh:ClassConstraintComponent
# The system names an evidence type that is not described anywhere.
INSERT DATA { <id/system/example> psg:holdsEvidence <id/evidence-type/nowhere> }
