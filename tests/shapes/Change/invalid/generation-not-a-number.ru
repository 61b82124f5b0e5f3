# expect: psgsh:Change-generation sh:DatatypeConstraintComponent
# The generation is text.
DELETE { ?c psg:generation 1 } INSERT { ?c psg:generation "1.5"^^xsd:float } WHERE { ?c psg:generation 1 }
