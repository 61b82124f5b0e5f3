# expect: psgsh:Catalogue-catalogueKind sh:MinCountConstraintComponent
# The catalogue has no code for “catalogue kind”.
DELETE WHERE { <id/catalogue/example> psg:catalogueKind ?value }
