# expect: psgsh:Catalogue-catalogueKind sh:MaxCountConstraintComponent
# The catalogue has two codes for “catalogue kind”.
INSERT DATA { <id/catalogue/example> psg:catalogueKind <codelist/catalogue-kind/roadmap> }
