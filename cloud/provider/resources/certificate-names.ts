// Certificates go by their names in Terraform and by their ids in the API: each found by the other.
import { type Api, hasStatus } from '../api-client.ts'

export type Certificate = {
  id: string
  name: string
  type: string
  state: string
  not_after: string
  sha1_fingerprint: string
  dns_names?: string[] | null
}

export async function findCertificate(api: Api, name: string): Promise<Certificate | undefined> {
  const all = await api.list<Certificate>('/v2/certificates', 'certificates')
  return all.find((each) => each.name === name)
}

/** By its name or, as older configurations have it, by its id. */
export async function certificateNamed(api: Api, name: string): Promise<Certificate> {
  const found = await findCertificate(api, name)
  return found ?? (await certificateById(api, name))
}

export async function certificateName(api: Api, id: string): Promise<string> {
  return (await certificateById(api, id)).name
}

async function certificateById(api: Api, id: string): Promise<Certificate> {
  try {
    return (await api.get<{ certificate: Certificate }>(`/v2/certificates/${id}`)).certificate
  } catch (error) {
    if (hasStatus(error, 404)) throw new Error(`certificate ${id} not found`)
    throw error
  }
}
