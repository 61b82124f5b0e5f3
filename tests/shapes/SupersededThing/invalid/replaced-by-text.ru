# expect: psgsh:SupersededThing-isReplacedBy sh:NodeKindConstraintComponent
# What replaces it is named by text.
DELETE WHERE { <id/service/doublet> dct:isReplacedBy ?value } ;
INSERT DATA { <id/service/doublet> dct:isReplacedBy "https://w3id.org/public-service-graph/id/service/first" }
