# expect: psgsh:InclusionMeasure-ownedBy sh:ClassConstraintComponent
# The measure names an organisation that is not described anywhere.
DELETE WHERE { <id/measure/example> cv:ownedBy ?value } ;
INSERT DATA { <id/measure/example> cv:ownedBy <id/organisation/nowhere> }
