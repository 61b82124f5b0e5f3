# expect: psgsh:Proposal-patch sh:DatatypeConstraintComponent
# The patch is plain text.
DELETE { ?p psg:patch ?patch } INSERT { ?p psg:patch "TX ." } WHERE { ?p psg:patch ?patch }
