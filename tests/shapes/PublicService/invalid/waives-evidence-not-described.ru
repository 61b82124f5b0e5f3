# expect: psgsh:PublicService-waivesEvidence sh:ClassConstraintComponent
# The service waives an evidence type that is not described anywhere.
INSERT DATA { <id/service/example> psg:waivesEvidence <id/evidence-type/nowhere> }
