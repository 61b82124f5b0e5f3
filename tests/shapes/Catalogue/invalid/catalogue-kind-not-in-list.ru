# expect: psgsh:Catalogue-catalogueKind sh:NodeConstraintComponent
# The code for “catalogue kind” is not in the code list.
DELETE WHERE { <id/catalogue/example> psg:catalogueKind ?value } ;
INSERT DATA { <id/catalogue/example> psg:catalogueKind <codelist/catalogue-kind/unknown> }
